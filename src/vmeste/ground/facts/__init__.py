"""Facts: what happened, told once in the transaction of the change, heard by other rooms now or later."""
