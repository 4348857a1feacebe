"""Accuracy and speed beside other extractors, measured on generated forms that nothing was tuned on."""
