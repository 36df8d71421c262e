"""What is still a table a person made, and what may be spent on reading it."""

MEMORY = 600 * 2**20  # bytes of address space of the child; 100,000 × 20 cells of XLSX take about 300 MB
CPU_SECONDS = 90
WALL_SECONDS = 150
OUTPUT = 1 * 2**30  # bytes of rows written; repeated long strings make a small XLSX unfold without end
UPLOAD = 100 * 2**20  # bytes of the file itself
UNPACKED = 900 * 2**20  # bytes that the parts of a ZIP (XLSX, ODS) say they hold

ROWS = 200_000
COLUMNS = 500
CELL = 32_000  # characters; a cell of Excel holds 32,767

LINE = COLUMNS * CELL  # characters of one line of text
RECORD_LINES = 300  # lines one row may take inside quotes; more means a quote that is never closed
DEPTH = 12  # objects of JSON inside objects that still become columns
HEAD = 25  # rows among which headings are looked for
SHEETS = 20  # among which the one with known headings is looked for
SAMPLE = 256 * 1024  # bytes from which encoding and delimiter are guessed
