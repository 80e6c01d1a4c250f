"""What every report is made with, whatever it is about: words, colours, tables, pictures, folders."""
