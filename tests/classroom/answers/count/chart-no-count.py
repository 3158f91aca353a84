# after: chart
# fails: chart-honest
# Has no counts in its tooltip.
chart = chart.encode(tooltip=["word:N", "section:N", "rate:Q"])
