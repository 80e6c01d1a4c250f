"""GAN: the plans of GanttProject."""

from milepost.models.imports.gan.reader import read_gan

__all__ = ["read_gan"]
