# cell: chart
# fails: chart-test
# Inferred dates have another color, and nothing else.
chart = (
    alt.Chart(days)
    .mark_bar()
    .encode(x="first:T", x2="last:T", y="label:N", color="how:N", row="source:N", tooltip=["label", "quotation"])
    .properties(title="When was it?", description="Events from first to last day.")
)
