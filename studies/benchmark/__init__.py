"""How well an assistant recalls known causal graphs, beside baselines; and an exam with computed answers."""
