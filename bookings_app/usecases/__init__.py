"""The verbs: one public function, one transaction, for each thing a person can do."""
