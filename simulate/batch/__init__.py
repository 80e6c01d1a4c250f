"""Many runs: which there are, how they are played on one machine or several, and what is left of each."""

from milepost.simulate.batch.batch import Batch, rows, run_batch
from milepost.simulate.batch.case import Case, Grid
from milepost.simulate.batch.cluster.cluster import cluster_player
from milepost.simulate.batch.cluster.worker import ClusterError
from milepost.simulate.batch.job import Finding, Job, Player
from milepost.simulate.batch.local import local_player
from milepost.simulate.batch.store import Store

__all__ = [
    "Batch",
    "Case",
    "ClusterError",
    "Finding",
    "Grid",
    "Job",
    "Player",
    "Store",
    "cluster_player",
    "local_player",
    "rows",
    "run_batch",
]
