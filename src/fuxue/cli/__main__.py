from fuxue.cli.main import main

main()
