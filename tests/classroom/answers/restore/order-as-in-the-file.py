# cell: order
# fails: order-words, order-all, pages-numbers, restored-check, counts-words, counts-ghosts
# Leaves the stretches as the file has them.
reading_order = list(stretches)
