"""Painting with a trained model from a folder on this machine: arrays in, arrays out.

The rest of the program neither needs nor imports what stands here, but for model_folder, which needs no model library.
"""
