"""Tables that people bring: CSV of any spreadsheet, or XLSX, read as text with the file's line numbers.

table = read_table(content, name="gens.xlsx")
table.header           # ["person_ref", "kpa", …], trimmed, lower case
for number, cells in table.rows: ...    # cells["kpa"]: trimmed text, "" when empty
"""

from kpacite.integrations.tabular.reader import Table, UnreadableTable, check_header, read_table

__all__ = ["Table", "UnreadableTable", "check_header", "read_table"]
