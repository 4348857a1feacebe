"""The desk as a local web application: pages beside records, decisions with keys, nothing from the network."""
