"""The document and its life: what a study says, the verbs that change it, where it is kept. No Streamlit."""
