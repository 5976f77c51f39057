"""The SCORM run-time data models, as tables and one small interpreter."""
