"""How client code makes an instance of a class, or calls a function with a keyword, giving nothing but values that anybody has.

What comes in is a class of a version and the name of an attribute, or a function and a keyword; what goes out is the call (`model.changes.Made`,
`Called`), or None where reading does not say that it works. `instances` chooses the arguments, `trial` runs the constructor on them as text (`ast`),
block by block (`statements`); `expressions` and `calls` say what its expressions give, `values` what a trial knows of a value. Nothing of a release
is executed. A trial ends (`Unfit`) wherever it does not know that the constructor goes on, and before anything that reaches out of the process.
"""
