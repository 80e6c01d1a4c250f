"""Sheets: a scenario as tables, a sheet for each kind of thing, as people keep them in CSV files and workbooks."""
