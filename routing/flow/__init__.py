"""The call flow: where calls go from an object, as a picture and as a list; drawn from the published plan."""
