# after: chart
# fails: chart-data
# Leaves out the words that do not occur in a section.
chart.data = table[table["count"] > 0]
