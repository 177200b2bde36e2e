"""The tests of the project; a folder for each folder of the package."""
