"""Which topic a free question is about, and how sure that is: a discriminative model of the sample questions."""
