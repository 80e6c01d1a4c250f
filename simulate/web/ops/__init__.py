"""Ops: changes of a document as a page asks for them, read, carried out, and found between two documents."""
