"""Tests of the command line, from outside: a process, its output and its exit code."""
