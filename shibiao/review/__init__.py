"""The auditor's desk: decisions about values, samples of forms, and the statement that is signed in the end."""
