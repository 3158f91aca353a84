# cell: chart
# fails: chart-test
# Bars with both ends, but said and inferred look alike.
chart = (
    alt.Chart(days)
    .mark_bar()
    .encode(x="first:T", x2="last:T", y="label:N", color="source:N", tooltip=["label", "quotation"])
    .properties(title="When was it?", description="Events from first to last day.")
)
