# cell: sixteen
# fails: sixteen-check
# Turns the left and the right page of every back.
sixteen = [16, 1, 15, 2, 14, 3, 13, 4, 12, 5, 11, 6, 10, 7, 9, 8]
