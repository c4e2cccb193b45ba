"""The one door: everything that writes a case goes through here, in one transaction, under the case's lock."""

from fuxue.ledger.actions.erasing import erase_person
from fuxue.ledger.actions.performing import Receipt, perform
from fuxue.ledger.actions.rebuilding import rebuild
from fuxue.ledger.actions.registering import Registered, Source, register

__all__ = ["Receipt", "Registered", "Source", "erase_person", "perform", "rebuild", "register"]
