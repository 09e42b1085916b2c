"""Forms as one sheet of paper: cells that take keys, and the sheet that draws them line by line."""
