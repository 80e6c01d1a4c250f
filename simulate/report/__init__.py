"""From tables to what people read: terminal, CSV, pictures and the record."""
