from .hand import Hand as Hand
