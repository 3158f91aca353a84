# after: chart
# fails: chart-data
# Divides by the words of the whole text.
chart.data = table.assign(rate=1000 * table["count"] / len(by_words(body)))
