# cell: sixteen
# fails: sixteen-check
# Takes facing pages for pages that share a side.
sixteen = [16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
