"""Pictures of graphs. In: the graph of one version and what of it is to be drawn, or a report. Out: SVG, DOT, or a page to walk about in.

What is drawn is a `Subject` (things and links); `collapsing` makes a `Picture` of it that can be read, `layout` gives that places, and `svg`, `dot`
and `page` write it.
"""
