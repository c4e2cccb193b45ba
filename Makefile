# 两条命令：make demo（看演示）、make test（跑全部检查和测试）。需要 Python 3.11 以上。
PYTHON ?= python3
PORT ?= 8000
DATA ?= data/demo

.PHONY: setup demo test check bench

setup:
	@$(PYTHON) tools/setup.py

demo: setup
	@exec .venv/bin/fuxue demo --data '$(DATA)' --port '$(PORT)'

check:
	@$(PYTHON) tools/setup.py --dev
	@$(PYTHON) tools/check.py

# 先查代码，再跑测试：最后一行是 pytest 的结论。
test:
	@$(PYTHON) tools/setup.py --dev --browser
	@$(PYTHON) tools/check.py --without-tests
	@.venv/bin/python -m pytest

bench: setup
	@$(PYTHON) tools/setup.py --dev
	@.venv/bin/python -m tools.bench
