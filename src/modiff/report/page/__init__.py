"""The page of the HTML report: its frame, style and script. `modiff.report.html` fills it."""
