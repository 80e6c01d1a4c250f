"""What the charts of a run draw, as numbers: of a run alone, whatever draws them."""
