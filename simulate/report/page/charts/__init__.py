"""Charts of a page: what is drawn as plain data, its templates, its style and its scripts; they know no report."""
