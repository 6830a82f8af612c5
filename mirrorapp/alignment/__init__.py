"""From a body to a judgement of each knee, or a refusal with its reason."""
