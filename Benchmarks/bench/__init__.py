"""The driver of the benchmarks: starts servers, measures them side by side, prints one table."""
