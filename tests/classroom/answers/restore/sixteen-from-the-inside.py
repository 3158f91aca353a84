# cell: sixteen
# fails: sixteen-check
# Begins with the innermost sheet.
sixteen = [10, 7, 8, 9, 12, 5, 6, 11, 14, 3, 4, 13, 16, 1, 2, 15]
