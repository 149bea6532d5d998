"""What Grappolo withstands, measured: faults are made on purpose, and what came of them is seen from outside."""
