"""The page of a run, report.html: one file that opens offline, laid out of charts and of what others say."""
