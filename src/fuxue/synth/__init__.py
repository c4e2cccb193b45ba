"""Synthetic people, places and papers: believable to the eye, and nobody's.

Pure and deterministic: the same seed gives the same county, children and pictures, byte for byte. Identity numbers use
area codes that are not issued, phone numbers a prefix that no operator has. Knows no database, no clock, no rules.
"""
