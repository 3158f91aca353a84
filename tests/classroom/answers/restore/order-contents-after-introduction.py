# cell: order
# fails: order-all, pages-numbers, restored-check, counts-words
# Puts the contents after the introduction.
reading_order = list("EFBIJMNQRSPOLKHGDCA")
