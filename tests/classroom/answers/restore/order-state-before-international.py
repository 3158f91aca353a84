# cell: order
# fails: order-all, pages-numbers, restored-check
# Joins all broken words and sentences, and puts a section in the wrong place.
reading_order = list("BEFIJMNGDCAQRSPOLKH")
