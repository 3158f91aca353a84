# cell: totals
# fails: totals-test
# Divides the file, where pages lie in printing order and two dots are not mended, at its headings.
parts = re.split(r"^##.*$", pamphlet.source, flags=re.MULTILINE)[1:]
totals = dict(zip("IUST", map(signs, parts[-4:]), strict=True))
