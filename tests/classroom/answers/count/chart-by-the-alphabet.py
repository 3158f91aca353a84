# after: chart
# fails: chart-honest
# Leaves the sections in the order of the alphabet.
chart = chart.encode(x=alt.X("section:N", title="section"))
