# cell: order
# fails: order-words, order-all, pages-numbers, restored-check, counts-words, counts-ghosts
# Joins sentences by capitals alone, and misses the word without a hyphen.
reading_order = list("BEFIJKHGDCAMNQRSPOL")
