"""The management API in the paths and JSON of SCORM Cloud API v2.

One module per resource; each lists its operations in ROUTES. To add one: a handler of three moves
(read, one call of a use-case, answer) and a Route that names its scope.
"""
