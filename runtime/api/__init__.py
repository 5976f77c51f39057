"""The management API in the paths and JSON of SCORM Cloud API v2."""
